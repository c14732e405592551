package io.pvefleet.app.web.api;

import io.pvefleet.app.view.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** {@code Link} headers (RFC 8288) of parts of lists: where the next and the one before are, relative to the host. */
@ControllerAdvice
final class PageLinks implements ResponseBodyAdvice<Object> {

  @Override
  public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
    return method.getContainingClass().getPackageName().equals(PageLinks.class.getPackageName());
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body, MethodParameter method, MediaType type, Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request, ServerHttpResponse response) {
    List<String> links = new ArrayList<>();
    if (body instanceof ApiModel.Paged<?> page) {
      pages(request, page.page(), page.size(), page.total(), links);
    } else if (body instanceof ApiModel.Consoles list) {
      pages(request, list.page(), list.size(), list.total(), links);
    } else if (body instanceof ApiModel.Sliced<?> slice) {
      slice.before().ifPresent(before -> links.add(link(request, "before", before.toString(), "next")));
    }
    if (!links.isEmpty()) {
      response.getHeaders().add(HttpHeaders.LINK, String.join(", ", links));
    }
    return body;
  }

  private static void pages(ServerHttpRequest request, int number, int size, int total, List<String> links) {
    if (number > 1) {
      links.add(link(request, "page", Integer.toString(number - 1), "prev"));
    }
    if (number < new Page<>(List.of(), number, size, total).pages()) {
      links.add(link(request, "page", Integer.toString(number + 1), "next"));
    }
  }

  private static String link(ServerHttpRequest request, String name, String value, String relation) {
    String asked = request.getURI().getRawQuery();
    String others = asked == null ? "" : Stream.of(asked.split("&"))
        .filter(one -> !one.isEmpty() && !one.equals(name) && !one.startsWith(name + "="))
        .map(one -> one + "&")
        .collect(Collectors.joining());
    return "<" + request.getURI().getRawPath() + "?" + others + name + "=" + value + ">; rel=\"" + relation + "\"";
  }
}
