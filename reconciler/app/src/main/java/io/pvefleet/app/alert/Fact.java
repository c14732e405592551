package io.pvefleet.app.alert;

import io.pvefleet.fleet.model.Alerting.Limit;

/** One thing that can have an alert, with the limit that holds for it and how it stands to that. */
record Fact(Alert.Key key, String vmName, Limit limit, Standing standing) {}
