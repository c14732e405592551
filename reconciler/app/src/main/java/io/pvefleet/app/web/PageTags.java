package io.pvefleet.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * An {@code ETag} for each page, fragment and JSON answer, and 304 for who has it already. It is a digest of what is shown, so
 * that no cause of a change can be forgotten; making an answer costs a few milliseconds, sending and merging it is what is saved.
 *
 * <p>Ages differ every second. In a fragment they do not count, since the browser that asks for one counts them itself; in a page
 * they do, since a reader without scripts reloads it to see them. In JSON the moment of asking does not count. All tags are weak:
 * answers are compressed on their way.
 */
final class PageTags extends OncePerRequestFilter {
  private static final Pattern AGES = Pattern.compile("(<[^<>]* data-age=\"[a-z]*\"[^<>]*>)[^<]*");
  private static final Pattern NOW = Pattern.compile("\"now\":\"[^\"]*\"");

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    return !reads || path.equals("/live") || path.endsWith(".csv")
        || Stream.of("/assets/", "/actuator", "/hooks/").anyMatch(path::startsWith);
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      request.getParameterMap();
    } catch (IllegalStateException e) {
      // Half an escaped letter: a mistake of whoever asks, and nothing for the log.
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    ContentCachingResponseWrapper kept = new ContentCachingResponseWrapper(response);
    chain.doFilter(request, kept);
    if (kept.getStatus() == HttpServletResponse.SC_OK) {
      boolean isPage = Objects.requireNonNullElse(kept.getContentType(), "").startsWith("text/html");
      String tag = tag(kept.getContentAsByteArray(), isPage ? PageFrame.isFragment(request) ? AGES : null : NOW);
      response.setHeader(HttpHeaders.ETAG, tag);
      if (isPage) {
        response.addHeader(HttpHeaders.VARY, "Accept-Language, Cookie");
      }
      if (isKnown(request, tag)) {
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return;
      }
    }
    kept.copyBodyToResponse();
  }

  private static boolean isKnown(HttpServletRequest request, String tag) {
    String given = Objects.requireNonNullElse(request.getHeader(HttpHeaders.IF_NONE_MATCH), "");
    return Stream.of(given.split(",")).map(String::strip).anyMatch(one -> one.equals("*") || weak(one).equals(tag));
  }

  private static String weak(String tag) {
    return tag.startsWith("W/") ? tag : "W/" + tag;
  }

  private static String tag(byte[] body, @org.jspecify.annotations.Nullable Pattern unless) {
    byte[] counted =
        unless == null
            ? body
            : unless.matcher(new String(body, StandardCharsets.UTF_8)).replaceAll(unless == AGES ? "$1" : "")
                .getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(counted);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 10) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
