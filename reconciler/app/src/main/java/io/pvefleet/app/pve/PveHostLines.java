package io.pvefleet.app.pve;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.http.Identity;
import io.pvefleet.pve.http.PveEndpoint;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttp;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.http.Surroundings;
import io.pvefleet.pve.http.TaskEnd;
import io.pvefleet.pve.http.TlsTrust;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Lines to real hosts through the client. */
public final class PveHostLines implements HostLines {

  private final PveHttp http;
  private final Secrets secrets;

  public PveHostLines(PveHttpSettings settings, Secrets secrets, RequestListener listener) {
    this.http = new PveHttp(settings, secrets::read, listener, Surroundings.real());
    this.secrets = secrets;
  }

  @Override
  public HostLine to(Host host) {
    return new Line(host);
  }

  /** The client's view of a declared host, its token read anew so that a rotated one is taken up. */
  private PveHost client(Host host) {
    Identity identity;
    try {
      identity = Identity.Token.parse(secrets.read(host.tokenRef().text()));
    } catch (IllegalArgumentException e) {
      throw new SecretException(
          "The token at " + host.tokenRef().text() + " is " + e.getMessage() + ".", e); // the message never repeats the text
    }
    return http.host(new PveEndpoint(host.name(), host.endpoint(), trust(host.tls()), identity));
  }

  private static TlsTrust trust(Host.Tls tls) {
    return switch (tls) {
      case Host.Tls.SystemTrust() -> new TlsTrust.SystemTrust();
      case Host.Tls.Fingerprint(String sha256) -> new TlsTrust.Pinned(sha256);
      case Host.Tls.CaFile(String path) -> new TlsTrust.CaFile(Path.of(path));
    };
  }

  @Override
  public void close() {
    http.close();
  }

  private final class Line implements HostLine {
    private final Host host;

    Line(Host host) {
      this.host = host;
    }

    @Override
    public Answer ask(PveRequest request) {
      try {
        return new Answer.Data(client(host).send(request).data());
      } catch (PveException fault) {
        return Faults.answer(fault);
      } catch (SecretException e) {
        return new Answer.Fault(FaultKind.UNAUTHENTICATED, e.getMessage(), Map.of());
      }
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      PveHost client;
      try {
        client = client(host);
      } catch (SecretException e) {
        return new TaskOver(new TaskStatus.Lost(e.getMessage()), List.of());
      }
      return switch (client.await(upid, limit, progress -> {})) {
        case TaskEnd.Succeeded(Upid ignored, List<String> warnings) ->
            new TaskOver(new TaskStatus.Succeeded(warnings.size()), warnings);
        case TaskEnd.Failed(Upid ignored, PveException fault, List<String> log) ->
            new TaskOver(new TaskStatus.Failed(fault.message()), log);
        case TaskEnd.Unknown(Upid ignored, PveException.Indeterminate fault) ->
            new TaskOver(new TaskStatus.Lost(fault.message()), List.of());
      };
    }
  }
}
