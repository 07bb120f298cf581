"""A small shelf for tests: the shipped catalogue and two taxed products."""

from __future__ import annotations

from pathlib import Path

from pos_app.domain.catalogue_file import read_catalogue

SHIPPED = Path(__file__).parents[2] / "resources" / "catalogue" / "connexions-solidaires-2013.csv"
TAXED_ROWS = """
tva;TVA-55;5,5;
produit;TAXED;CARTE;Article taxé;1,00;0;TVA-20;0;non;0;9990000000012;oui
produit;TAXED-LOW;CARTE;Article à taux réduit;0,99;0;TVA-55;0;non;0;9990000000029;oui
"""
SHELF_TEXT = SHIPPED.read_text(encoding="utf-8") + TAXED_ROWS
SHELF = read_catalogue(SHELF_TEXT)
