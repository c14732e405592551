package io.pvefleet.vnc.page;

/** The fake proxy by itself, to look at the pages while changing them. */
final class FakeProxyMain {
  private FakeProxyMain() {}

  public static void main(String[] args) throws InterruptedException {
    FakeProxy proxy = FakeProxy.start(3, 5, args.length == 0 ? 8099 : Integer.parseInt(args[0]));
    System.out.println(proxy.base());
    Thread.currentThread().join();
  }
}
