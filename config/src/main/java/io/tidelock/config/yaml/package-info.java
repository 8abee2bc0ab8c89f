/**
 * Strict YAML.
 *
 * <p><b>Given</b> the bytes of a file and its name. <b>Gives</b> typed fields, or Problems with file, line, column, the value met
 * and what was expected; all of them at once. <b>Touches</b> nothing. <b>Never</b> spends more than a bounded time and memory on
 * a file, and never ignores a key.
 */
@NullMarked
package io.tidelock.config.yaml;

import org.jspecify.annotations.NullMarked;
