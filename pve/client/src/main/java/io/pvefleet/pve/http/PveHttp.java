package io.pvefleet.pve.http;

import java.net.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * The door to many Proxmox hosts, each with connections, limits, session and circuit of its own. All
 * calls are synchronous on the caller's thread, best a virtual one. Thread-safe. Closing ends idle connections only:
 * sockets end when they are closed themselves.
 */
public final class PveHttp implements AutoCloseable {

  private final PveHost.Shared shared;
  private final OkHttpClient client;
  private final ConcurrentHashMap<String, PveHost> hosts = new ConcurrentHashMap<>();

  private final ConcurrentHashMap<String, Door> doors = new ConcurrentHashMap<>();

  /**
   * What there is once for each address, so that an endpoint declared anew (a rotated token) does not get a second set of permits.
   * Connections are kept here too: one pool of a thousand hosts would be gone through at every call.
   */
  record Door(Permits permits, OkHttpClient client) {}

  public PveHttp(PveHttpSettings settings, SecretSource secrets) {
    this(settings, secrets, RequestListener.NONE, Surroundings.real());
  }

  public PveHttp(PveHttpSettings settings, SecretSource secrets, RequestListener listener, Surroundings surroundings) {
    this(settings, SocketLimits.DEFAULT, secrets, listener, surroundings);
  }

  PveHttp(PveHttpSettings settings, SocketLimits socketLimits, SecretSource secrets, RequestListener listener,
      Surroundings surroundings) {
    this.client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1)) // pveproxy knows no HTTP/2 and no ALPN
            .connectTimeout(settings.connectTimeout())
            .readTimeout(settings.readTimeout())
            .writeTimeout(settings.readTimeout())
            .callTimeout(settings.callTimeout())
            .retryOnConnectionFailure(false) // what may be repeated is decided here, not there
            .followRedirects(false)
            .followSslRedirects(false)
            .fastFallback(false) // connects on the caller's thread
            .socketFactory(new PromptSockets())
            .proxy(Proxy.NO_PROXY) // hosts are reached directly; a proxy variable of the shell must not divert their tokens
            .build();
    this.shared = new PveHost.Shared(settings, socketLimits, secrets, listener, surroundings);
  }

  /**
   * The host of this endpoint. The same endpoint gives the same object, with its session and circuit; another endpoint of
   * the same name replaces it.
   */
  public PveHost host(PveEndpoint endpoint) {
    return hosts.compute(
        endpoint.name(),
        (name, old) ->
            old != null && old.endpoint().equals(endpoint)
                ? old
                : new PveHost(endpoint, shared, doors.computeIfAbsent(endpoint.base().getAuthority(), _ -> door())));
  }

  private Door door() {
    PveHttpSettings settings = shared.settings();
    ConnectionPool pool = new ConnectionPool(settings.connections(), settings.idleConnection().toMillis(), TimeUnit.MILLISECONDS);
    return new Door(new Permits(settings), client.newBuilder().connectionPool(pool).build());
  }

  @Override
  public void close() {
    doors.values().forEach(door -> door.client().connectionPool().evictAll());
    client.dispatcher().executorService().shutdown();
  }
}
