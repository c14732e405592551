/**
 * How people prove who they are: a file of users, an OpenID provider, or a reverse proxy that has asked already. Decides nothing
 * about consoles.
 */
@NullMarked
package io.pvefleet.vnc.login;

import org.jspecify.annotations.NullMarked;
