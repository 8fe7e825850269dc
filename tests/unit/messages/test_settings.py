"""A road that is named but not described stops Festa at once, with a sentence."""

import pytest

from config import Config


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"MESSAGE_CHANNEL": "gateway", "SMS_GATEWAY_URL": "https://sms.example.org"},
            "MESSAGE_CHANNEL=gateway needs SMS_GATEWAY_KEY, SMS_SENDER.",
        ),
        ({"EMAIL_CHANNEL": "smtp"}, "EMAIL_CHANNEL=smtp needs SMTP_HOST, MAIL_FROM."),
        ({"MESSAGE_CHANNEL": "pigeon"}, "MESSAGE_CHANNEL must be console or gateway."),
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY must be starttls, tls or none."),
        (
            {"ALIMTALK_TEMPLATES": "T-100"},
            "ALIMTALK_TEMPLATES must be a JSON object: our template to theirs.",
        ),
    ],
)
def test_what_is_missing_is_named(settings: dict[str, str], sentence: str) -> None:
    with pytest.raises(SystemExit, match=sentence):
        type("Way", (Config,), settings).check_messages()


def test_a_road_with_all_it_needs_is_taken() -> None:
    settings = {
        "MESSAGE_CHANNEL": "gateway",
        "SMS_GATEWAY_URL": "https://sms.example.org",
        "SMS_GATEWAY_KEY": "k",
        "SMS_SENDER": "15880000",
        "ALIMTALK_TEMPLATES": '{"interview_called": "T-100"}',
    }
    type("Way", (Config,), settings).check_messages()
