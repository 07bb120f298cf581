"""Errors about the files that a stick carries, as sentences (pos_app.sentences says them)."""

from __future__ import annotations

from pos_app.i18n import N_

STICK_SENTENCES: dict[str, str] = {
    "stick_full": N_("The stick is full. Nothing was written, nothing is lost: free some space or take another one."),
    "stick_removed": N_(
        "The stick does not answer: was it pulled out? Nothing is lost: plug it in again and begin anew."
    ),
    "stick_read_only": N_("Nothing can be written to this stick. Nothing is lost: unlock it or take another one."),
    "stick_unreliable": N_(
        "What was read back from the stick is not what was written. Nothing is lost: take another stick."
    ),
    "carrying_cancelled": N_("Stopped. Nothing is lost: begin anew when you like."),
    "files_want_key": N_(
        "Head office had no key for sticks yet when this till joined it. Nothing is lost: the network does it all."
    ),
    "office_takes_no_files": N_("Head office's program is older and takes no files of other tills. Nothing is lost."),
    "no_answer_there": N_("There is no answer for this till in {folder}. Choose the stick that came back."),
    "no_parcel_there": N_("There is no file of another till in {folder}. Choose the stick that it wrote."),
    "file_not_ours": N_("This is no file of pos-app. Nothing was changed."),
    "file_cut": N_("The file is cut: the stick was pulled out too early. Nothing was changed: have it written again."),
    "file_changed": N_("The file is damaged or was changed. Nothing was taken in: have it written again."),
    "file_newer": N_("The file was written by a newer program. Nothing was changed: update pos-app here."),
    "file_wrong_way": N_(
        "This file goes the other way: a till writes for head office, head office answers. Nothing was changed."
    ),
    "answer_of_other_office": N_("This answer is not from this till's head office. Nothing was changed."),
    "answer_of_other_till": N_("This answer is for another till ({till}). Nothing was changed: take it there."),
    "answer_for_earlier_key": N_(
        "This answer is for a file that was written before this till began a new chain. Nothing is lost: write a stick "
        "anew."
    ),
    "answer_taken_already": N_("This answer was read already. There is nothing more to do."),
    "answer_older": N_("A newer answer was read already. There is nothing more to do."),
    "answer_began_new_chain": N_(
        "Head office holds another branch of this till's journal. The till goes on in a new chain, nothing is lost: "
        "write a stick anew."
    ),
    "parcel_of_other_office": N_("This file is for another head office. Nothing was taken in."),
    "parcel_not_genuine": N_("This file is not signed by a till that is known here ({till}). Nothing was taken in."),
}
