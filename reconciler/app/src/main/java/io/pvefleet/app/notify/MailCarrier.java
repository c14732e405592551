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
import java.util.Arrays;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Hands mail to a server by SMTP. */
final class MailCarrier implements Carrier {
  private static final String MILLIS = String.valueOf(PATIENCE.toMillis());

  private final Receiver.Email to;
  private final Secrets secrets;
  private final Optional<SSLSocketFactory> trust;

  /**
   * @param trust whom to believe certificates; the authorities of the system where it is empty
   */
  MailCarrier(Receiver.Email to, Secrets secrets, Optional<SSLSocketFactory> trust) {
    this.to = to;
    this.secrets = secrets;
    this.trust = trust;
  }

  @Override
  public Outcome carry(Letter letter, String id, Wording wording) {
    Session session = Session.getInstance(settings());
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(session, letter, id, wording);
      String password = to.login().map(Login::password).map(ref -> secrets.read(ref.text())).orElse(null);
      transport.connect(to.host(), to.port(), to.login().map(Login::user).orElse(null), password);
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Outcome.Delivered("");
    } catch (SecretException e) {
      return new Outcome.Failed(String.valueOf(e.getMessage()));
    } catch (SendFailedException e) {
      return refused(e);
    } catch (AuthenticationFailedException e) {
      // Not given up: the password may be put right within the day, and nothing is lost by then.
      return new Outcome.Failed(to.host() + " does not accept the user and password.");
    } catch (MessagingException | UnsupportedEncodingException e) {
      return new Outcome.Failed(to.host() + ":" + to.port() + ": " + Lines.one(deepest(e), 200));
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.put("mail.smtp.connectiontimeout", MILLIS);
    settings.put("mail.smtp.timeout", MILLIS);
    settings.put("mail.smtp.writetimeout", MILLIS);
    settings.put("mail.smtp.auth", String.valueOf(to.login().isPresent()));
    // One recipient that is refused does not take the mail from the others.
    settings.put("mail.smtp.sendpartial", "true");
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
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
