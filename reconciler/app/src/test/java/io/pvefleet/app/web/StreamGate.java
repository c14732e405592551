package io.pvefleet.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Stands before the streams of news: notes from where on each is asked for, turns them away as a full server does, breaks them. */
final class StreamGate extends HttpFilter {
  private static final long serialVersionUID = 1;
  private final transient List<Asked> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean full;

  /**
   * A stream that was asked for.
   *
   * @param after what the page says
   * @param lastEventId what the browser says by itself, when it comes back to a stream that broke
   */
  record Asked(String after, String lastEventId) {}

  void addTo(ConfigurableApplicationContext context) {
    ((GenericApplicationContext) context).registerBean("streamGate", StreamGate.class, () -> this);
  }

  List<Asked> asked() {
    return asked;
  }

  /** From now on there are too many streams already. */
  void full() {
    full = true;
  }

  void free() {
    full = false;
  }

  /** Breaks the streams that are open, when they are next written to. */
  void cut() {
    cuts.incrementAndGet();
  }

  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!request.getRequestURI().equals("/live")) {
      chain.doFilter(request, response);
      return;
    }
    asked.add(new Asked(
        Objects.requireNonNullElse(request.getParameter("after"), ""),
        Objects.requireNonNullElse(request.getHeader("Last-Event-ID"), "")));
    if (full) {
      response.setHeader("Retry-After", "60");
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    } else {
      chain.doFilter(request, new Breakable(response, cuts));
    }
  }

  private static final class Breakable extends HttpServletResponseWrapper {
    private final AtomicInteger cuts;
    private final int before;

    Breakable(HttpServletResponse response, AtomicInteger cuts) {
      super(response);
      this.cuts = cuts;
      this.before = cuts.get();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      ServletOutputStream whole = super.getOutputStream();
      return new ServletOutputStream() {
        @Override
        public void write(int b) throws IOException {
          if (cuts.get() != before) {
            throw new IOException("cut");
          }
          whole.write(b);
        }

        @Override
        public void flush() throws IOException {
          whole.flush();
        }

        @Override
        public boolean isReady() {
          return whole.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
          whole.setWriteListener(listener);
        }
      };
    }
  }
}
