package io.pvefleet.pve.simulator.http;

import java.net.Socket;

/**
 * The other end of one connection.
 *
 * @param raw below TLS
 * @param in what is read of {@code secure}
 */
record Peer(Socket raw, Socket secure, RequestReader in) {}
