/**
 * JSON that hosts wrote, read with patience and with proof.
 *
 * <p><b>Given:</b> bytes of somebody else, or a way to ask for a list of them. <b>Gives:</b> a {@link io.tidelock.vcs.json.Tree},
 * or {@link io.tidelock.vcs.json.Malformed} with the place; a whole list by its {@link io.tidelock.vcs.json.Pages}. <b>Touches:</b>
 * nothing but what is handed in. <b>Never:</b> repeats what was found in a message.
 */
@NullMarked
package io.tidelock.vcs.json;

import org.jspecify.annotations.NullMarked;
