/**
 * Terraform's state, for its {@code http} backend, at {@code /_terraform/state/NAME}.
 *
 * <p><b>Given:</b> states and locks as Terraform sends them. <b>Gives:</b> them back, one lock holder at a time. <b>Touches:</b> memory only.
 * <b>Never:</b> reads what is in a state.
 */
@NullMarked
package io.tidelock.sandbox.state;

import org.jspecify.annotations.NullMarked;
