"""Recharge codes at the window: slips, the code on the screen, lots in stock, files taken in."""
