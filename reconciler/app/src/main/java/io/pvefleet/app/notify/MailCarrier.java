package io.pvefleet.app.notify;

import io.pvefleet.fleet.model.Notifications.Login;
import io.pvefleet.fleet.model.Notifications.Receiver;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Hands mail to a server by SMTP. */
final class MailCarrier implements Carrier {
  /** Times of patience for all that is said, recipients and text: a server that answers each word slowly is one that hangs. */
  private static final int WHOLE = 6;

  private final Receiver.Email to;
  private final Secrets secrets;
  private final Optional<SSLSocketFactory> trust;
  private final Duration patience;

  /**
   * @param trust whom to believe certificates; the authorities of the system where it is empty
   * @param patience how long each answer of the server is waited for
   */
  MailCarrier(Receiver.Email to, Secrets secrets, Optional<SSLSocketFactory> trust, Duration patience) {
    this.to = to;
    this.secrets = secrets;
    this.trust = trust;
    this.patience = patience;
  }

  @Override
  public Outcome carry(Letter letter, String id, Wording wording) {
    AtomicBoolean isTaken = new AtomicBoolean();
    FutureTask<Outcome> sending = new FutureTask<>(() -> send(letter, id, wording, isTaken));
    // Its timeouts are those of single reads, which a server that sends a byte now and then never reaches.
    Thread thread = Thread.ofVirtual().name("mail-" + to.host()).start(sending);
    Duration whole = patience.multipliedBy(WHOLE);
    try {
      return sending.get(whole.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return isTaken.get()
          ? new Outcome.Delivered("") : new Outcome.Failed(server() + " takes longer than " + whole.toSeconds() + " s.");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("pvefleet ended in the middle of it.");
    } finally {
      // Closes its connection where it still has one.
      thread.interrupt();
    }
  }

  private String server() {
    return to.host() + ":" + to.port();
  }

  /**
   * @param isTaken set once the server has said so: a connection that breaks after that changes nothing of it
   */
  private Outcome send(Letter letter, String id, Wording wording, AtomicBoolean isTaken) {
    Session session = Session.getInstance(settings());
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(session, letter, id, wording);
      String password = to.login().map(Login::password).map(ref -> secrets.read(ref.text())).orElse(null);
      transport.connect(to.host(), to.port(), to.login().map(Login::user).orElse(null), password);
      transport.sendMessage(mail, mail.getAllRecipients());
      isTaken.set(true);
      return new Outcome.Delivered("");
    } catch (SecretException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (SendFailedException e) {
      return refused(e);
    } catch (AuthenticationFailedException e) {
      // Not given up: the password may be put right within the day, and nothing is lost by then.
      return new Outcome.Failed(NotifyCodes.LOGIN, login(String.valueOf(e.getMessage())));
    } catch (MessagingException | UnsupportedEncodingException e) {
      return isTaken.get() ? new Outcome.Delivered("") : TlsFault.of(e)
          .map(tls -> new Outcome.Failed(tls.code(), server() + ": " + tls.reason()))
          .orElseGet(() -> new Outcome.Failed(server() + ": " + Lines.one(deepest(e), 200)));
    }
  }

  /** Without the server's words, which may quote the user. */
  private String login(String answer) {
    if (answer.startsWith("No authentication mechanisms")) {
      return server() + " offers no way to log in that pvefleet knows.";
    }
    return answer.matches("(?s)[45]\\d\\d.*")
        ? server() + " does not accept the user and password (" + answer.substring(0, 3) + ")."
        : server() + " does not accept the user and password.";
  }

  private Properties settings() {
    Properties settings = new Properties();
    String millis = String.valueOf(patience.toMillis());
    settings.put("mail.smtp.connectiontimeout", millis);
    settings.put("mail.smtp.timeout", millis);
    settings.put("mail.smtp.writetimeout", millis);
    settings.put("mail.smtp.auth", String.valueOf(to.login().isPresent()));
    // One recipient that is refused does not take the mail from the others.
    settings.put("mail.smtp.sendpartial", "true");
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    settings.put("mail.smtp.quitwait", "false");
    settings.put("mail.smtp.localhost", "localhost");
    settings.put("mail.mime.charset", "UTF-8");
    switch (to.tls()) {
      case STARTTLS -> {
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> settings.put("mail.smtp.ssl.enable", "true");
      case NONE -> settings.put("mail.smtp.starttls.enable", "false");
    }
    trust.ifPresent(factory -> settings.put("mail.smtp.ssl.socketFactory", factory));
    // To whom that factory does not trust no other one is tried.
    settings.put("mail.smtp.socketFactory.fallback", "false");
    return settings;
  }

  private MimeMessage mail(Session session, Letter letter, String id, Wording wording)
      throws MessagingException, UnsupportedEncodingException {
    String domain = to.from().substring(to.from().indexOf('@') + 1);
    String list = MailIds.word(letter.fleet());
    MimeMessage mail = new MimeMessage(session) {
      @Override
      protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", "<" + id + "@" + domain + ">");
      }
    };
    mail.setFrom(new InternetAddress(to.from(), "pvefleet " + letter.fleet(), StandardCharsets.UTF_8.name()));
    for (String recipient : to.to()) {
      mail.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
    }
    mail.setSubject(MailText.subject(letter, wording), StandardCharsets.UTF_8.name());
    mail.setText(MailText.of(letter, wording), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(letter.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Auto-Response-Suppress", "All");
    mail.setHeader("List-ID", "pvefleet " + list + " <" + list + ".pvefleet." + domain + ">");
    MailIds.references(letter, domain).ifPresent(ids -> header(mail, ids));
    mail.saveChanges();
    return mail;
  }

  private static void header(MimeMessage mail, MailIds.References ids) {
    try {
      mail.setHeader("In-Reply-To", ids.first());
      mail.setHeader("References", ids.all());
    } catch (MessagingException e) {
      throw new IllegalStateException("a message that was just made can be written", e);
    }
  }

  /** Whom it reached and whom not: where it reached somebody, to send it again would bring it to them twice. */
  private Outcome refused(SendFailedException e) {
    String whom = addresses(e.getInvalidAddresses());
    if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
      return new Outcome.Delivered(to.host() + " refuses " + whom + addresses(e.getValidUnsentAddresses()) + "; the others have it.");
    }
    int code = code(e);
    String fault = to.host() + " refuses it" + (code == 0 ? "" : " with " + code) + (whom.isEmpty() ? "." : ": " + whom + ".");
    return code >= 500 ? new Outcome.Refused(fault) : new Outcome.Failed(fault);
  }

  private static String addresses(Address[] all) {
    return all == null ? "" : Arrays.stream(all).map(Object::toString).collect(Collectors.joining(", "));
  }

  /** The code of the server's answer, of a recipient's where there is one; 0 where there was no answer. */
  private static int code(MessagingException e) {
    int code = 0;
    for (Exception at = e; at != null; at = at instanceof MessagingException m ? m.getNextException() : null) {
      if (at instanceof SMTPSendFailedException sending) {
        code = sending.getReturnCode();
      } else if (at instanceof SMTPAddressFailedException address) {
        return address.getReturnCode();
      }
    }
    return code;
  }

  private static String deepest(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName().toLowerCase(Locale.ROOT) : message;
  }
}
