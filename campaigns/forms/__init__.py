from campaigns.forms.answering import SuperiorFileForm, SuperiorForm
from campaigns.forms.commenting import AnswerForm, LineCommentForm, WordsForm
from campaigns.forms.concurrent import ConcurrentFields
from campaigns.forms.law import LegalTextForm
from campaigns.forms.notes import NOTE_FORMS, MilestoneFormSet, NoteForm
from campaigns.forms.planning import (
    CampaignForm,
    PlanForm,
    RecipientsForm,
    SignerForm,
)
from campaigns.forms.reviewing import (
    AskOpeningForm,
    DeclineOpeningForm,
    ReturnForm,
)
from campaigns.forms.starting import (
    BlankForm,
    CarryForm,
    PasteForm,
    UploadForm,
)
from campaigns.forms.templates import BeginForm, TemplateForm
from campaigns.forms.versions import CompareForm, MarkForm

__all__ = [
    "NOTE_FORMS",
    "AnswerForm",
    "AskOpeningForm",
    "BeginForm",
    "BlankForm",
    "CampaignForm",
    "CarryForm",
    "CompareForm",
    "ConcurrentFields",
    "DeclineOpeningForm",
    "LegalTextForm",
    "LineCommentForm",
    "MarkForm",
    "MilestoneFormSet",
    "NoteForm",
    "PasteForm",
    "PlanForm",
    "RecipientsForm",
    "ReturnForm",
    "SignerForm",
    "SuperiorFileForm",
    "SuperiorForm",
    "TemplateForm",
    "UploadForm",
    "WordsForm",
]
