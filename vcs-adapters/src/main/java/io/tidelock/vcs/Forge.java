package io.tidelock.vcs;

import io.tidelock.core.port.host.CloneAccess;
import io.tidelock.core.port.host.PullMerger;
import io.tidelock.core.port.host.PullReader;
import io.tidelock.core.port.host.PullWriter;
import io.tidelock.core.port.host.QueueReader;
import io.tidelock.core.port.host.RepoReader;
import io.tidelock.core.port.host.StandingReader;
import io.tidelock.core.port.host.StatusReader;
import io.tidelock.core.port.host.TeamReader;
import io.tidelock.core.port.host.WebhookReader;

/** One host by its roles. Hand on only the role that a room needs. */
public record Forge(
        WebhookReader webhookReader,
        PullReader pullReader,
        PullWriter pullWriter,
        CloneAccess cloneAccess,
        RepoReader repoReader,
        StandingReader standingReader,
        TeamReader teamReader,
        PullMerger pullMerger,
        QueueReader queueReader,
        StatusReader statusReader) {}
