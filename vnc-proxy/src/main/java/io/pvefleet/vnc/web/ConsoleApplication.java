package io.pvefleet.vnc.web;

import io.pvefleet.vnc.page.PageConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The Spring application: the server around the sessions, which are there before it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebConfiguration.class, PageConfiguration.class})
class ConsoleApplication {}
