package io.pvefleet.app.pve;

import io.pvefleet.engine.port.Answer;
import io.pvefleet.engine.port.FaultKind;
import io.pvefleet.fleet.model.Host;
import io.pvefleet.process.hosts.HostClients;
import io.pvefleet.process.secret.SecretException;
import io.pvefleet.process.secret.Secrets;
import io.pvefleet.pve.fault.PveException;
import io.pvefleet.pve.http.PveHost;
import io.pvefleet.pve.http.PveHttpSettings;
import io.pvefleet.pve.http.RequestListener;
import io.pvefleet.pve.http.TaskEnd;
import io.pvefleet.pve.wire.PveRequest;
import io.pvefleet.pve.wire.TaskStatus;
import io.pvefleet.pve.wire.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines to real hosts through the client. */
public final class PveHostLines implements HostLines {

  private final HostClients clients;

  public PveHostLines(PveHttpSettings settings, Secrets secrets, RequestListener listener) {
    this.clients = new HostClients(settings, secrets, listener);
  }

  @Override
  public HostLine to(Host host) {
    return new Line(host);
  }

  @Override
  public void close() {
    clients.close();
  }

  private final class Line implements HostLine {
    private final Host host;

    Line(Host host) {
      this.host = host;
    }

    @Override
    public Answer ask(PveRequest request) {
      try {
        return new Answer.Data(clients.to(host).send(request).data());
      } catch (PveException fault) {
        return Faults.answer(fault);
      } catch (SecretException e) {
        return new Answer.Fault(FaultKind.UNAUTHENTICATED, e.getMessage(), Map.of());
      }
    }

    @Override
    public Optional<String> user() {
      try {
        return Optional.of(clients.to(host).endpoint().identity().name());
      } catch (SecretException e) {
        return Optional.empty(); // each request says so
      }
    }

    @Override
    public TaskOver await(Upid upid, Duration limit) {
      PveHost client;
      try {
        client = clients.to(host);
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
