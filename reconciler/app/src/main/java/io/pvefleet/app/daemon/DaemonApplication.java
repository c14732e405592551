package io.pvefleet.app.daemon;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** The Spring application: the server of pages, hook, metrics and schedule around the loop. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DaemonApplication {}
