"""The window: everything Qt. Pages hold widgets; what they show is computed outside Qt."""
