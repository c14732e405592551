package io.pvefleet.app.notify;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The beginning of an answer's body: whatever a receiver sends after that is not read, and no fault. */
final class Snippet implements HttpResponse.BodySubscriber<String> {
  /** Slack answers with one word; a proxy's page says what it has to within this. */
  private static final int MOST = 4096;

  private final CompletableFuture<String> body = new CompletableFuture<>();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private Flow.@Nullable Subscription subscription;

  @Override
  public CompletionStage<String> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[Math.min(buffer.remaining(), MOST - read.size())];
      buffer.get(part);
      read.writeBytes(part);
    }
    Flow.Subscription more = subscription;
    if (more == null) {
      return;
    }
    if (read.size() < MOST) {
      more.request(1);
    } else {
      more.cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable fault) {
    // The status has been read by now, and it is what counts.
    onComplete();
  }

  @Override
  public void onComplete() {
    body.complete(read.toString(StandardCharsets.UTF_8));
  }
}
