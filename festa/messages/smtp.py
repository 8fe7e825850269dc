"""The road of e-mails: an SMTP server of the organiser's."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime, formataddr, parseaddr

from festa import clock
from festa.messages.letters import Letter, NotSent, Receipt

TIMEOUT = 20.0  # seconds for one answer; all answers of one message fit into the lease
# After these answers the conversation goes on; after anything else it may be out of step.
ANSWERS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


@dataclass(frozen=True)
class SmtpServer:
    """Where e-mails are handed in; `security` is `starttls`, `tls` or `none`."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    timeout: float = TIMEOUT


class SmtpRoad:
    """One connection to one server, opened with the first message and kept."""

    name = "smtp"

    def __init__(self, server: SmtpServer) -> None:
        self.server = server
        self.connection: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> Receipt:
        """Hand the message in; its Message-ID is the same in every attempt."""
        message = write(letter, self.server.sender)
        try:
            if self.connection is None:
                self.connection = self._open()
            self.connection.send_message(
                message, parseaddr(self.server.sender)[1], [letter.recipient]
            )
        except (smtplib.SMTPException, OSError) as problem:
            self._after(problem)
            raise _not_sent(problem) from None
        return Receipt(self.name, message["Message-ID"])

    def close(self) -> None:
        """Say goodbye; a server that is gone already needs none."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def _open(self) -> smtplib.SMTP:
        server = self.server
        secure = ssl.create_default_context()
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=secure
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        try:
            if server.security == "starttls":
                connection.starttls(context=secure)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _after(self, problem: Exception) -> None:
        if not isinstance(problem, ANSWERS) and self.connection is not None:
            self.connection.close()
            self.connection = None


def write(letter: Letter, sender: str) -> EmailMessage:
    """The e-mail itself, with its enclosures."""
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(sender)
    message["From"] = formataddr((name, address))
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.key}@{address.rpartition('@')[2] or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="base64")
    for draw in letter.enclosures:
        file = draw()
        main, _slash, sub = file.kind.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return message


def _not_sent(problem: Exception) -> NotSent:
    """The problem without the server's words: they often quote the address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _words in problem.recipients.values()]
        return NotSent(f"smtp {codes[0]}", final=codes[0] >= 500, road=SmtpRoad.name)
    if isinstance(problem, smtplib.SMTPAuthenticationError):  # our setting, not this message
        return NotSent("smtp sign-in refused", road=SmtpRoad.name)
    if isinstance(problem, smtplib.SMTPResponseException):
        final = problem.smtp_code >= 500 and isinstance(problem, smtplib.SMTPDataError)
        return NotSent(f"smtp {problem.smtp_code}", final=final, road=SmtpRoad.name)
    if isinstance(problem, TimeoutError):
        return NotSent("timeout", road=SmtpRoad.name)
    return NotSent(f"connection: {type(problem).__name__}", road=SmtpRoad.name)
