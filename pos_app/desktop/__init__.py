"""The window: everything Qt. Pages hold widgets; what they show is computed outside Qt.

PySide6 puts itself before `import`, and reads the source of each module that is loaded after it, in case that one asks
for `__feature__`, which nothing here does: 40 ms of a start. So the import of Python itself is put back at once.
"""

import builtins

import PySide6.QtCore  # noqa: F401  # it is this one that puts itself before `import`

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
