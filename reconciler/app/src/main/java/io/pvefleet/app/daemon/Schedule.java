package io.pvefleet.app.daemon;

import io.pvefleet.app.alert.AlertWatch;
import io.pvefleet.app.store.Runs.Trigger;
import io.pvefleet.app.web.query.Timetable;
import io.pvefleet.engine.kinds.EngineFleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clockwork: a job for each host and for Git, made anew from the fleet in force, so that nothing of it needs storing. Each
 * host has a phase of its own within the interval, or all would be asked in the same second.
 */
final class Schedule implements Timetable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final String HOSTS = "hosts";
  private static final String FLEET = "fleet";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TIDY = Duration.ofHours(6);

  /** Soon enough for a person, and nothing beside what a pass costs. */
  private static final Duration ALERTS = Duration.ofSeconds(15);

  private static final JobKey ALERTS_KEY = new JobKey("alerts", FLEET);

  private final Scheduler scheduler;
  private final Clock clock;
  private final RandomGenerator random;
  private volatile Optional<EngineFleet> following = Optional.empty();

  Schedule(Scheduler scheduler, Clock clock, RandomGenerator random) {
    this.scheduler = scheduler;
    this.clock = clock;
    this.random = random;
  }

  /** Wakes a host; what it is to do it finds out itself. */
  @DisallowConcurrentExecution
  static final class HostJob implements Job {
    private final FleetLoop loop;

    HostJob(FleetLoop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(JobExecutionContext context) {
      loop.tick(context.getJobDetail().getKey().getName());
    }
  }

  /** Asks Git. */
  @DisallowConcurrentExecution
  static final class GitJob implements Job {
    private final FleetLoop loop;

    GitJob(FleetLoop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(JobExecutionContext context) {
      loop.poll(Trigger.COMMIT);
    }
  }

  /** Closes a round of the fleet. */
  @DisallowConcurrentExecution
  static final class RoundJob implements Job {
    private final FleetLoop loop;

    RoundJob(FleetLoop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(JobExecutionContext context) {
      loop.closeRound();
    }
  }

  /** Wakes the hosts at which a window opens. */
  @DisallowConcurrentExecution
  static final class WindowJob implements Job {
    private final FleetLoop loop;

    WindowJob(FleetLoop loop) {
      this.loop = loop;
    }

    @Override
    public void execute(JobExecutionContext context) {
      loop.openWindows();
    }
  }

  /** Judges what deserves attention. */
  @DisallowConcurrentExecution
  static final class AlertJob implements Job {
    private final AlertWatch watch;

    AlertJob(AlertWatch watch) {
      this.watch = watch;
    }

    @Override
    public void execute(JobExecutionContext context) {
      watch.look();
    }
  }

  /** Forgets old history. */
  @DisallowConcurrentExecution
  static final class TidyJob implements Job {
    private final FleetLoop loop;
    private final DaemonSettings settings;

    TidyJob(FleetLoop loop, DaemonSettings settings) {
      this.loop = loop;
      this.settings = settings;
    }

    @Override
    public void execute(JobExecutionContext context) {
      loop.tidy(settings.retention());
    }
  }

  void start(Duration gitPoll) {
    every(GitJob.class, new JobKey("git", FLEET), gitPoll, gitPoll);
    // Windows open at whole minutes; a second later it is open by everybody's clock.
    Duration untilMinute = Duration.ofMillis(MINUTE.toMillis() - clock.instant().toEpochMilli() % MINUTE.toMillis()).plusSeconds(1);
    every(WindowJob.class, new JobKey("windows", FLEET), MINUTE, untilMinute);
    every(AlertJob.class, ALERTS_KEY, ALERTS, ALERTS);
    every(TidyJob.class, new JobKey("tidy", FLEET), TIDY, Duration.ofMinutes(5));
  }

  /** Begins anew from now: beats that were set before the clock was set back would come as much later. */
  void anew(Duration gitPoll) {
    try {
      scheduler.clear();
      start(gitPoll);
      following.ifPresent(this::follow);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the schedule after the clock was set", e);
    }
  }

  /** Follows the fleet: hosts that are new get a job, those that are gone lose theirs, another interval moves all. */
  void follow(EngineFleet fleet) {
    following = Optional.of(fleet);
    Duration interval = fleet.fleet().settings().interval();
    try {
      Set<JobKey> gone = new HashSet<>(scheduler.getJobKeys(GroupMatcher.jobGroupEquals(HOSTS)));
      fleet.hosts().forEach(
          host -> {
            JobKey key = new JobKey(host.host().name(), HOSTS);
            gone.remove(key);
            // The commit itself has just woken them all, so that the first beat is up to one interval away.
            every(HostJob.class, key, interval, interval.dividedBy(2).plusMillis(random.nextLong(interval.toMillis() / 2 + 1)));
          });
      for (JobKey key : gone) {
        scheduler.deleteJob(key);
      }
      every(RoundJob.class, new JobKey("round", FLEET), interval, interval);
      // What another commit says of alerts, or declares no more, is not to wait for the next beat.
      scheduler.triggerJob(ALERTS_KEY);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the schedule of hosts", e);
    }
  }

  @Override
  public Optional<Instant> nextLook(String host) {
    return next(new TriggerKey(host, HOSTS));
  }

  @Override
  public Optional<Instant> nextPoll() {
    return next(new TriggerKey("git", FLEET));
  }

  @Override
  public Optional<Instant> nextTidy() {
    return next(new TriggerKey("tidy", FLEET));
  }

  @Override
  public Duration tidyEvery() {
    return TIDY;
  }

  private Optional<Instant> next(TriggerKey key) {
    try {
      return Optional.ofNullable(scheduler.getTrigger(key)).flatMap(trigger -> Optional.ofNullable(trigger.getNextFireTime()))
          .map(Date::toInstant);
    } catch (SchedulerException e) {
      return Optional.empty();
    }
  }

  private void every(Class<? extends Job> job, JobKey key, Duration interval, Duration first) {
    try {
      TriggerKey triggerKey = new TriggerKey(key.getName(), key.getGroup());
      if (isAsWanted(triggerKey, interval)) {
        return;
      }
      JobDetail detail = JobBuilder.newJob(job).withIdentity(key).build();
      scheduler.scheduleJob(
          detail,
          Set.of(
              TriggerBuilder.newTrigger()
                  .withIdentity(triggerKey)
                  .startAt(Date.from(clock.instant().plus(first)))
                  .withSchedule(
                      SimpleScheduleBuilder.simpleSchedule()
                          .withIntervalInMilliseconds(interval.toMillis())
                          .repeatForever()
                          // A beat that was missed is not made up for: the next one does all that it would have done.
                          .withMisfireHandlingInstructionNextWithRemainingCount())
                  .build()),
          true);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the job " + key, e);
    }
  }

  private boolean isAsWanted(TriggerKey key, Duration interval) throws SchedulerException {
    if (scheduler.getTriggerState(key) == TriggerState.ERROR) {
      LOG.atWarn().addKeyValue("job", key).log("A job is made anew");
      return false;
    }
    return scheduler.getTrigger(key) instanceof SimpleTrigger simple && simple.getRepeatInterval() == interval.toMillis();
  }
}
