/**
 * Opens one console step by step and tells each step's time, and where it ends what a person can do. Types nothing and keeps nothing open.
 */
@NullMarked
package io.pvefleet.vnc.doctor;

import org.jspecify.annotations.NullMarked;
