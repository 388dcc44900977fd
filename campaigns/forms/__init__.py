from campaigns.forms.answering import SuperiorFileForm, SuperiorForm
from campaigns.forms.changing import ChangeForm, DayForm
from campaigns.forms.commenting import AnswerForm, LineCommentForm, WordsForm
from campaigns.forms.concurrent import ConcurrentFields
from campaigns.forms.evidence import EvidenceForm
from campaigns.forms.finding import FindForm
from campaigns.forms.law import LegalTextForm
from campaigns.forms.notes import NOTE_FORMS, MilestoneFormSet, NoteForm
from campaigns.forms.passing import AgreeForm
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
from campaigns.forms.routes import (
    ApplyForm,
    BeginRouteForm,
    EndRouteForm,
    StandInForm,
    StepForm,
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
    "AgreeForm",
    "AnswerForm",
    "ApplyForm",
    "AskOpeningForm",
    "BeginForm",
    "BeginRouteForm",
    "BlankForm",
    "CampaignForm",
    "CarryForm",
    "ChangeForm",
    "CompareForm",
    "ConcurrentFields",
    "DayForm",
    "DeclineOpeningForm",
    "EndRouteForm",
    "EvidenceForm",
    "FindForm",
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
    "StandInForm",
    "StepForm",
    "SuperiorFileForm",
    "SuperiorForm",
    "TemplateForm",
    "UploadForm",
    "WordsForm",
]
