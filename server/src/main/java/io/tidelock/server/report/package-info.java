/**
 * Evidence to words: what a pull request is told, as comments, statuses and reactions.
 *
 * <p><b>Given</b> a job and the evidence it gave, or the board while work goes on. <b>Gives</b> messages to be sent.
 * <b>Touches</b> nothing; the wording is read once from {@code words.txt}. <b>Never</b> asks the host, reads a clock or
 * logs; never lets a word that somebody else wrote become more than a quotation.
 */
@NullMarked
package io.tidelock.server.report;

import org.jspecify.annotations.NullMarked;
