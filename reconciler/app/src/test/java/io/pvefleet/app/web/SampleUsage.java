package io.pvefleet.app.web;

import io.pvefleet.engine.observe.HostUsage;
import io.pvefleet.engine.observe.HostUsage.GuestLoad;
import io.pvefleet.engine.observe.HostUsage.Load;
import io.pvefleet.engine.observe.HostUsage.Space;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * How busy the sample fleet is at any moment: shops that open at nine and close at nine, backups at night, storages that fill
 * slowly. A few need a person: busan-010 has hardly any room left, gwangju-006 is short of CPU and busan-034 of memory. The same
 * for the same moment.
 */
public final class SampleUsage {
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
  private static final Instant BEGIN = Instant.parse("2026-10-01T00:00:00Z");
  private static final long GIB = 1L << 30;
  private static final int CORES = 16;
  private static final long MEMORY = 64 * GIB;

  private SampleUsage() {}

  /**
   * @param h number of the host, from 0
   * @param running vmids of its guests that run
   */
  public static HostUsage of(int h, Instant at, SortedSet<Integer> running) {
    SortedMap<Integer, GuestLoad> guests = new TreeMap<>();
    running.forEach(vmid -> guests.put(vmid, guest(h, vmid, at)));
    double used = guests.values().stream().mapToDouble(guest -> guest.cpu() * guest.cores()).sum() / CORES;
    double cpu = h == 5 ? 0.86 + 0.12 * chance(h, 1, at) : Math.min(0.99, 0.02 + used + 0.03 * chance(h, 2, at));
    long guestMemory = guests.values().stream().mapToLong(GuestLoad::memory).sum();
    long memory = h == 33 ? MEMORY / 100 * 96 : Math.min(MEMORY / 100 * 92, 3 * GIB + guestMemory + (long) (GIB * chance(h, 3, at)));
    Load node = new Load(cpu, CORES, memory, MEMORY, Duration.ofDays(12 + h % 90).plusSeconds(h * 977L));
    return new HostUsage(Optional.of(node), storages(h, at), guests);
  }

  private static GuestLoad guest(int h, int vmid, Instant at) {
    int v = (vmid - 101) % 7;
    int cores = v >= 5 ? 4 : 2;
    long total = (v >= 5 ? 8 : 4) * GIB;
    double peak = switch (v) {
      case 0, 1 -> 0.16;
      case 2, 3, 4 -> 0.34;
      case 5 -> 0.42;
      default -> 0.05;
    };
    double load = v == 6 ? night(at) * 0.7 : open(at) * peak;
    double cpu = Math.min(1, 0.015 + load * (0.6 + 0.8 * chance(h, vmid, at)));
    long memory = (long) (total * (0.42 + 0.06 * (vmid % 5) + 0.12 * open(at) + 0.02 * chance(vmid, h, at)));
    return new GuestLoad(cpu, cores, Math.min(memory, total), total, Duration.ofDays(3 + (h * 7 + vmid) % 60).plusSeconds(vmid * 613L));
  }

  private static SortedMap<String, Space> storages(int h, Instant at) {
    double days = Duration.between(BEGIN, at).toMinutes() / 1440.0;
    SortedMap<String, Space> storages = new TreeMap<>();
    storages.put("local", space(94 * GIB, 0.22 + 0.05 * (h % 7) + 0.0004 * days));
    storages.put("local-lvm", space(800 * GIB, h == 9 ? 0.984 : 0.31 + 0.04 * (h % 11) + 0.0015 * days));
    if (h % 5 == 2) {
      // Backups of three weeks are kept: it fills by night and is emptied on Sundays.
      storages.put("nas-backup", h == 12 ? new Space(0, 0, false) : space(4096 * GIB, 0.55 + 0.02 * (days % 7)));
    }
    return storages;
  }

  private static Space space(long total, double share) {
    return new Space((long) (total * Math.min(0.99, share)), total, true);
  }

  /** 0 while the shops are shut, 1 at their busiest. */
  private static double open(Instant at) {
    double hour = hour(at);
    return hour < 8.5 || hour > 21.5 ? 0 : Math.sin(Math.PI * (hour - 8.5) / 13);
  }

  private static double night(Instant at) {
    double hour = hour(at);
    return hour >= 2 && hour < 3.5 ? 1 : 0;
  }

  private static double hour(Instant at) {
    ZonedDateTime local = at.atZone(ZONE);
    return local.getHour() + local.getMinute() / 60.0;
  }

  /** 0 to 1, another for each thing and minute. */
  private static double chance(int a, int b, Instant at) {
    long x = (a * 1_000_003L + b) * 0x9E3779B97F4A7C15L + at.getEpochSecond() / 60;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return ((x ^ (x >>> 31)) >>> 11) / (double) (1L << 53);
  }
}
