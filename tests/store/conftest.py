from tests.counter.conftest import clock, coordinator, folder, opened, template, till, volunteer

__all__ = ["clock", "coordinator", "folder", "opened", "template", "till", "volunteer"]
