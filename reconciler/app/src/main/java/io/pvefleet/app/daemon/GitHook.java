package io.pvefleet.app.daemon;

import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /hooks/git}: says that something may have changed, and is believed only with the shared secret. What the body
 * says is checked, and then not read: Git itself is asked, and every host is looked at. Sent twice or late it does no harm.
 */
@RestController
final class GitHook {
  private static final Logger LOG = LoggerFactory.getLogger(GitHook.class);

  /** GitHub sends up to 25 MB for a huge push; nothing of it is needed, and 1 MiB holds any push of a fleet repository. */
  static final int MAX_BODY_BYTES = 1024 * 1024;

  private final Optional<String> secretRef;
  private final Secrets secrets;
  private final Runnable changed;

  GitHook(Optional<String> secretRef, Secrets secrets, FleetLoop loop) {
    this(
        secretRef,
        secrets,
        () -> {
          loop.poll(Trigger.WEBHOOK);
          loop.wakeAll(Trigger.WEBHOOK);
        });
  }

  GitHook(Optional<String> secretRef, Secrets secrets, Runnable changed) {
    this.secretRef = secretRef;
    this.secrets = secrets;
    this.changed = changed;
  }

  /**
   * @param signature HMAC-SHA256 of the body as GitHub, Gitea and Forgejo send it: {@code sha256=} and hex
   * @param giteaSignature the same in hex alone
   * @param gitlabToken the secret itself, as GitLab sends it
   */
  @PostMapping("/hooks/git")
  ResponseEntity<?> receive(
      @RequestHeader(value = "X-Hub-Signature-256", required = false) @Nullable String signature,
      @RequestHeader(value = "X-Gitea-Signature", required = false) @Nullable String giteaSignature,
      @RequestHeader(value = "X-Gitlab-Token", required = false) @Nullable String gitlabToken,
      HttpServletRequest request)
      throws IOException {
    if (secretRef.isEmpty()) {
      return problem(HttpStatus.NOT_FOUND, "The webhook is closed: no secret is set. See hook.secret in docs/configuration.md.");
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return problem(HttpStatus.CONTENT_TOO_LARGE, "The body is larger than " + MAX_BODY_BYTES + " bytes.");
    }
    String secret;
    try {
      secret = secrets.read(secretRef.get());
    } catch (SecretException e) {
      LOG.atError().addKeyValue("why", e.getMessage())
          .log("The webhook's secret cannot be read; mend the reference in hook.secret");
      return problem(HttpStatus.SERVICE_UNAVAILABLE, "The webhook's secret cannot be read.");
    }
    if (!isGenuine(secret, body, signature, giteaSignature, gitlabToken)) {
      return problem(HttpStatus.FORBIDDEN, "Signature or token is missing or wrong.");
    }
    changed.run();
    return ResponseEntity.accepted().build();
  }

  private static boolean isGenuine(
      String secret, byte[] body, @Nullable String signature, @Nullable String giteaSignature, @Nullable String gitlabToken) {
    if (signature != null) {
      return isSame(signature, "sha256=" + hmac(secret, body));
    }
    if (giteaSignature != null) {
      return isSame(giteaSignature, hmac(secret, body));
    }
    return gitlabToken != null && isSame(gitlabToken, secret);
  }

  /** Takes as long for a wrong text as for a right one. */
  private static boolean isSame(String given, String wanted) {
    return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8));
  }

  static String hmac(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, detail));
  }
}
