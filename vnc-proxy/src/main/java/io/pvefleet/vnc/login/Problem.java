package io.pvefleet.vnc.login;

import io.pvefleet.fleet.diagnostic.Code;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal as programs get it, and its sentences as the login page shows them.
 *
 * @param word names it in the address of the login page
 */
enum Problem {
  LOGIN_REQUIRED("", LoginCodes.LOGIN_REQUIRED, 401, "Nobody is logged in.", "Log in and try again.",
      "로그인하지 않았습니다.", "로그인한 뒤 다시 시도하세요."),
  WRONG("wrong", LoginCodes.WRONG_LOGIN, 401, "The name or the password is wrong.",
      "Try again. Whoever runs this server can set a new password.", "이름이나 비밀번호가 맞지 않습니다.",
      "다시 입력하세요. 비밀번호는 서버 관리자가 바꿀 수 있습니다."),
  TOO_MANY("later", LoginCodes.TOO_MANY_ATTEMPTS, 429, "Too many logins have failed.", "Wait a minute, then try again.",
      "로그인 실패가 너무 많습니다.", "1분 뒤에 다시 시도하세요."),
  STALE("stale", LoginCodes.STALE_FORM, 403, "The form was too old, or came from another page.", "Send it again from here.",
      "양식이 오래되었거나 다른 페이지에서 왔습니다.", "이 페이지에서 다시 보내세요."),
  UNTRUSTED("proxy", LoginCodes.UNTRUSTED_PROXY, 403, "The request names a user and does not come from a trusted proxy.",
      "Open the address of the reverse proxy. If it is the reverse proxy that asks, add its address to the trusted ones.",
      "신뢰할 수 없는 주소에서 온 요청이 사용자를 지정했습니다.",
      "리버스 프록시의 주소로 접속하세요. 이미 그렇다면 프록시 주소를 신뢰 목록에 추가하세요."),
  UNNAMED("unnamed", LoginCodes.LOGIN_REQUIRED, 401, "The reverse proxy has not said who you are.",
      "Open the address of the reverse proxy and log in there.",
      "리버스 프록시가 사용자를 알려 주지 않았습니다.",
      "리버스 프록시의 주소로 접속해서 로그인하세요."),
  PROVIDER_DOWN("provider", LoginCodes.PROVIDER_DOWN, 503, "The login provider cannot be used just now.",
      "Try again in a minute. If it stays so, the log of the console proxy says why.",
      "로그인 제공자를 지금 사용할 수 없습니다.",
      "잠시 뒤 다시 시도하세요. 계속되면 콘솔 프록시의 로그를 확인하세요."),
  PROVIDER_REFUSED("refused", LoginCodes.PROVIDER_REFUSED, 403, "The login at the provider did not succeed.",
      "Try again. If it stays so, the log of the console proxy says why.",
      "로그인 제공자에서 로그인하지 못했습니다.",
      "다시 시도하세요. 계속되면 콘솔 프록시의 로그를 확인하세요."),
  FORBIDDEN("forbidden", LoginCodes.LOGIN_REQUIRED, 403, "This is not allowed.", "Log in as somebody else.",
      "허용되지 않습니다.",
      "다른 사용자로 로그인하세요.");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String word;
  private final Code code;
  private final int status;
  private final String cause;
  private final String action;
  private final String causeKo;
  private final String actionKo;

  Problem(String word, Code code, int status, String cause, String action, String causeKo, String actionKo) {
    this.word = word;
    this.code = code;
    this.status = status;
    this.cause = cause;
    this.action = action;
    this.causeKo = causeKo;
    this.actionKo = actionKo;
  }

  String word() {
    return word;
  }

  Code code() {
    return code;
  }

  int status() {
    return status;
  }

  String cause(Locale locale) {
    return isKorean(locale) ? causeKo : cause;
  }

  String action(Locale locale) {
    return isKorean(locale) ? actionKo : action;
  }

  /** Answers with problem+json. */
  void send(HttpServletResponse response, Locale locale) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("type", "about:blank").put("title", code.summary()).put("status", status).put("code", code.id());
    body.put("detail", cause(locale) + " " + action(locale));
    body.putObject("en").put("cause", cause).put("action", action);
    body.putObject("ko").put("cause", causeKo).put("action", actionKo);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(JSON.writeValueAsBytes(body));
  }

  private static boolean isKorean(Locale locale) {
    return locale.getLanguage().equals("ko");
  }
}
