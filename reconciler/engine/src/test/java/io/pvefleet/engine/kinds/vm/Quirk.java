package io.pvefleet.engine.kinds.vm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Which recorded peculiarities of Proxmox a test is about: entries of the corpus's list of surprises, and of the facts' list of traps. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Quirk {
  int[] surprises() default {};

  int[] traps() default {};
}
