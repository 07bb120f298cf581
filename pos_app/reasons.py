"""What a sentence says of a detail: codes that others give as reasons, in words."""

from __future__ import annotations

from pos_app.i18n import N_

CATALOGUE_REASONS: dict[str, str] = {
    "row_kind_unknown": N_("a row begins with tva, famille or produit, not with “{value}”"),
    "column_count": N_("{value} columns after the first, which is not the number expected"),
    "rate_wrong": N_("“{value}” is not a VAT rate"),
    "exemption_and_mention_go_together": N_("an exemption has a mention and a rate has none"),
    "family_unknown": N_("the family “{value}” is not defined above"),
    "vat_unknown": N_("the VAT code “{value}” is not defined above"),
    "price_under_floor": N_("the price of {value} is under its floor"),
    "code_wrong": N_("“{value}” is not a code (capitals, digits, hyphens)"),
    "code_twice": N_("the code {value} stands twice"),
    "label_wrong": N_("“{value}” is not a label of 1 to 40 letters"),
    "yes_or_no": N_("“{value}” should be oui or non"),
    "tracking_unknown": N_("“{value}” should be aucun, quantite, code or numero"),
    "amount_wrong": N_("“{value}” is not an amount"),
    "count_wrong": N_("“{value}” is not a whole number"),
    "barcode_wrong": N_("“{value}” is not a barcode"),
    "barcode_check_digit": N_("the last digit of the barcode {value} does not fit the others"),
    "barcode_twice": N_("the barcode {value} stands twice"),
    "product_unknown": N_("the article {value} of this price is not defined above"),
    "prices_out_of_order": N_("the prices of {value} are not in the order of their days"),
    "day_wrong": N_("“{value}” is not a day such as 31/01/2027"),
    "sold_for_wrong": N_("“{value}” should be propre or mandat"),
    "supplier_missing": N_("{value} is sold for a supplier who is not named"),
    "icon_wrong": N_("“{value}” is not the name of an icon"),
    "quick_key_wrong": N_("“{value}” is not one letter or digit"),
    "quick_key_twice": N_("the key {value} stands twice"),
    "no_products": N_("the file has no product"),
    "encoding": N_("the file is not in UTF-8: save it as “CSV UTF-8”"),
    "csv": N_("the quotation marks do not match ({value})"),
}
"""Why a row of a catalogue file is refused (pos_app.domain.catalogue_file)."""

REFUND_WORDS: dict[str, str] = {
    "mistake": N_("keyed by mistake"),
    "defective": N_("the article is defective"),
    "unusable": N_("it does not work for the person"),
    "changed_mind": N_("the person changed their mind"),
    "not_delivered": N_("it was not handed over"),
    "warranty": N_("under the legal guarantee"),
}
"""Why something is given back (pos_app.domain.refund.REFUND_REASONS)."""

LOSS_WORDS: dict[str, str] = {
    "damaged": N_("damaged"),
    "stolen": N_("stolen"),
    "missing": N_("not found"),
    "expired": N_("past its date"),
    "demonstration": N_("used to show"),
}
"""Why articles are gone without a sale (pos_app.counter.move_stock.LOSS_REASONS)."""

PRICE_WORDS: dict[str, str] = {
    "damaged": N_("damaged"),
    "label_error": N_("another price was shown"),
    "goodwill": N_("gesture of goodwill"),
    "decided_by_head_office": N_("decided by head office"),
}
"""Why an article was sold at another price (pos_app.domain.basket.PRICE_REASONS)."""

OVERRIDE_WORDS: dict[str, str] = {
    "slip_to_come": N_("The slip is to come"),
    "passing_through": N_("Passing through, seen once"),
    "card_forgotten": N_("Card forgotten, name not found"),
    "campaign": N_("Campaign or partner's event"),
    "urgent": N_("Urgent need"),
    "renewal_under_way": N_("Renewal under way"),
    "mistake_in_file": N_("Mistake in the file"),
    "other_household": N_("Shared within a household"),
}
"""Why a sale went past a rule or was made to nobody (pos_app.counter.sale_rules)."""

RULES: dict[str, str] = {
    "right": N_("no open right"),
    "cap": N_("over the month's cap"),
    "limit": N_("over the number of such articles"),
    "nobody": N_("too much for a sale to nobody"),
    "floor": N_("under the least price"),
    "refund": N_("above the limit of a refund alone"),
    "certificate": N_("no certificate of a wiped disk"),
}
"""The rules that a sale may go against (pos_app.counter.sale_rules)."""

FAULTS: dict[str, str] = {
    "other_incarnation": N_("it belongs to another chain"),
    "gap": N_("it is missing"),
    "link_broken": N_("it does not follow the entry before it"),
    "hash_wrong": N_("its content is not the one that was hashed"),
    "payload_not_canonical": N_("its content is not in canonical form"),
    "signature_wrong": N_("its signature is not by the chain's key"),
    "first_entry_wrong": N_("only a chain's first entry, and that one, names the key that signs it"),
    "payload_unreadable": N_("its content is not that of its kind"),
    "previous_wrong": N_("it does not go on from the chain before it"),
    "ticket_not_next": N_("ticket {value} is not the next one"),
    "ticket_twice": N_("ticket {value} stands twice"),
    "stray": N_("there are entries that belong to no chain"),
    "contradiction": N_("it contradicts the entries before it ({value})"),
    "closing_wrong": N_("it closes or books what the entries before it do not say ({value})"),
}
"""What is wrong with an entry (pos_app.ledger.chain.FaultKind), as an auditor reads it."""
