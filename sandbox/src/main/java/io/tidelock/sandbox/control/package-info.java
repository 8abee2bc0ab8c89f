/**
 * What the real host has not: the sandbox's own handles under {@code /_sandbox}.
 *
 * <p><b>Given:</b> orders over HTTP. <b>Gives:</b> faults, the call log, the certificate to trust. <b>Touches:</b> what it is handed.
 * <b>Never:</b> suffers a fault itself.
 */
@NullMarked
package io.tidelock.sandbox.control;

import org.jspecify.annotations.NullMarked;
