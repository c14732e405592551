package io.pvefleet.bench.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process.
 *
 * @param cpuSeconds spent in the process and for it in the kernel, all threads, those that ended included
 * @param residentMiB now in memory
 */
record ProcessFigures(double cpuSeconds, long residentMiB) {

  /** The kernel counts in hundredths of a second on every Linux that a JDK runs on. */
  private static final double TICKS = 100;

  /** The process and its children together: some relays are a process for each session. */
  static ProcessFigures of(long pid) {
    ProcessFigures all = own(pid);
    for (ProcessHandle child : ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList()) {
      ProcessFigures one = own(child.pid());
      all = new ProcessFigures(all.cpuSeconds() + one.cpuSeconds(), all.residentMiB() + one.residentMiB());
    }
    return all;
  }

  private static ProcessFigures own(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
      long kib = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst().orElse(0);
      return new ProcessFigures(cpu, kib / 1024);
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " is not there", e);
    }
  }
}
