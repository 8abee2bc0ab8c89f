/**
 * Touches the disk and starts processes: nobody else does.
 *
 * <p><b>Given</b> a project and its steps. <b>Gives</b> outcomes. <b>Touches</b> working trees and child processes.
 * <b>Never</b> a forge's API or the database.
 */
@NullMarked
package io.tidelock.run;

import org.jspecify.annotations.NullMarked;
