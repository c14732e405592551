package io.pvefleet.app.web.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** All endpoints below {@code /api}. Whoever imports it provides the boards and the past that they ask. */
@Configuration(proxyBeanMethods = false)
@Import({Api.class, OperationApi.class, AlertApi.class, SinkApi.class, UsageApi.class})
public class ApiConfiguration {}
