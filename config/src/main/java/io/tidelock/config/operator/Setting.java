package io.tidelock.config.operator;

import io.tidelock.core.project.Search;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Everything an operator can set: as a flag, as a variable, and as a key of the file. The defaults stand here and nowhere else. */
public enum Setting {
    CONFIG(Kind.PATH, "", "a YAML file of settings, weaker than flags and variables"),

    GH_HOSTNAME(Kind.TEXT, "github.com", "the GitHub host, with a port where it has one of its own"),
    GH_USER(Kind.TEXT, "", "the login that we act as"),
    GH_TOKEN(Kind.SECRET, "", "the token of that login"),
    GH_TOKEN_FILE(Kind.PATH, "", "a file with the token, read again whenever it is needed"),
    GH_WEBHOOK_SECRET(Kind.SECRET, "", "the secret that webhooks are signed with"),
    GH_WEBHOOK_SECRET_FILE(Kind.PATH, "", "a file with that secret"),
    GH_APP_ID(Kind.NUMBER, "", "the number of the GitHub App that we act as, where there is no login with a token"),
    GH_APP_KEY(Kind.SECRET, "", "the private key of that app, as PEM text"),
    GH_APP_KEY_FILE(Kind.PATH, "", "a file with that key"),
    GH_APP_INSTALLATION_ID(Kind.NUMBER, "", "which installation of the app; by default found for each repository"),
    GH_APP_SLUG(Kind.TEXT, "", "the name of the app in addresses; by default asked for"),
    GH_CHECKS(
            Kind.TRUTH,
            "false",
            "say statuses as check runs, with what is wrong beside the lines; as a GitHub App only"),
    GH_ORG(Kind.TEXT, "", "the organisation that a new GitHub App is to belong to"),
    GITLAB_HOSTNAME(Kind.TEXT, "gitlab.com", "the GitLab host, with http:// or https:// and a port where it has them"),
    GITLAB_USER(Kind.TEXT, "", "the user name that we act as there"),
    GITLAB_TOKEN(Kind.SECRET, "", "a token of that user, or of a group or project, with the scope api"),
    GITLAB_TOKEN_FILE(Kind.PATH, "", "a file with the token, read again whenever it is needed"),
    GITLAB_WEBHOOK_SECRET(Kind.SECRET, "", "the secret token that webhooks bring along"),
    GITLAB_WEBHOOK_SECRET_FILE(Kind.PATH, "", "a file with that secret token"),
    INSECURE_NO_WEBHOOK_SECRET(Kind.TRUTH, "false", "believe webhooks of anybody: for trying out, never on a network"),

    REPO_ALLOWLIST(Kind.LIST, "", "repositories to work for, like github.com/acme/*; a ! in front excludes"),
    ALLOW_BOTS(Kind.LIST, "", "logins of bots whose comments count"),
    ALLOW_FORK_PRS(Kind.TRUTH, "false", "work on pull requests from other repositories"),
    ALLOW_DRAFT_PRS(Kind.TRUTH, "false", "work on drafts"),

    ALLOW_COMMANDS(
            Kind.LIST,
            "version,plan,apply,unlock,approve_policies,cancel",
            "commands that count: version, plan, apply, unlock, approve_policies, cancel, import, state, or all"),
    GH_TEAM_ALLOWLIST(Kind.LIST, "", "which teams may give which commands on GitHub, like dev:plan,ops:apply,*:unlock"),
    GITLAB_GROUP_ALLOWLIST(Kind.LIST, "", "the same for groups on GitLab, like acme/ops:apply"),
    BLOCKED_EXTRA_ARGS(
            Kind.LIST,
            "-chdir,--chdir,-plugin-dir,--plugin-dir",
            "arguments for terraform that no comment may give, beside those that never may"),
    VAR_FILE_ALLOWLIST(
            Kind.LIST, "", "directories outside of the repository whose files a comment may name with -var-file"),

    DISABLE_APPLY(Kind.TRUTH, "false", "apply nothing at all"),
    DISABLE_AUTOPLAN(Kind.TRUTH, "false", "plan only when a comment asks for it"),
    DISABLE_AUTOPLAN_LABEL(Kind.TEXT, "", "a pull request with this label is planned only when a comment asks for it"),
    DISABLE_APPLY_ALL(Kind.TRUTH, "false", "let no comment apply everything at once"),
    DISABLE_UNLOCK_LABEL(Kind.TEXT, "", "a pull request with this label cannot be unlocked by a comment"),
    DISABLE_REPO_LOCKING(
            Kind.TRUTH, "false", "lock no projects: two pull requests may then overtake each other's plans"),
    RULES_FROM_BASE(
            Kind.TRUTH,
            "false",
            "take what weakens rules from a repository's file as the base branch has it, not the pull request"),
    FAIL_ON_PRE_WORKFLOW_HOOK_ERROR(Kind.TRUTH, "false", "run nothing when a hook before it failed"),

    GH_ALLOW_MERGEABLE_BYPASS_APPLY(
            Kind.TRUTH, "false", "a pull request is mergeable when only our own status of apply is missing"),
    IGNORE_VCS_STATUS_NAMES(
            Kind.LIST,
            "",
            "first parts of the names of statuses of servers like this one that do not keep from merging"),
    DISCARD_APPROVAL_ON_PLAN(Kind.TRUTH, "false", "take back approvals when a comment plans anew"),
    AUTOMERGE(Kind.TRUTH, "false", "merge a pull request when all of it is applied"),
    AUTOMERGE_METHOD(Kind.TEXT, "", "how to merge: merge, rebase or squash; by default as the repository does"),
    DISABLE_AUTOMERGE_LABEL(Kind.TEXT, "", "a pull request with this label is not merged by us"),

    REPO_CONFIG(Kind.PATH, "", "a YAML file about repositories: workflows, and what their own files may change"),
    REPO_CONFIG_JSON(Kind.TEXT, "", "the same as JSON text"),
    RESTRICT_FILE_LIST(Kind.TRUTH, "false", "let a comment plan only what the pull request changes"),
    AUTODISCOVER_MODE(
            Kind.TEXT,
            "auto",
            "find directories that no project names: auto (when there is none), enabled or disabled"),
    AUTOPLAN_FILE_LIST(
            Kind.LIST,
            String.join(",", Search.FILE_LIST),
            "files that say, when they change, that their directory is to be planned; a ! in front excludes"),
    AUTOPLAN_MODULES(Kind.TRUTH, "false", "plan what uses a local module when that changes"),
    AUTOPLAN_MODULES_FROM_PROJECTS(
            Kind.LIST, "", "files whose directories are looked at for modules; by default those of autoplan-file-list"),

    INCLUDE_GIT_UNTRACKED_FILES(Kind.TRUTH, "false", "count files that hooks make as changed by the pull request"),

    COMMAND_WORDS(
            Kind.LIST,
            "bare,tidelock,atlantis,@bot",
            "what a command may start with: bare for the command itself, @bot for a mention, or any word"),
    EXECUTABLE_NAME(Kind.TEXT, "", "a word that commands start with, then the only one beside a mention"),

    EMOJI_REACTION(
            Kind.TEXT, "eyes", "the first sign on a comment: eyes, +1, -1, laugh, hooray, confused, heart or rocket"),
    DISABLE_MARKDOWN_FOLDING(Kind.TRUTH, "false", "show plans and logs unfolded"),
    SILENCE_NO_PROJECTS(Kind.TRUTH, "false", "give no answer where no project is meant"),
    SILENCE_VCS_STATUS_NO_PLANS(Kind.TRUTH, "false", "set no status where no project is planned"),
    SILENCE_VCS_STATUS_NO_PROJECTS(Kind.TRUTH, "false", "the same"),
    STATUS_DETAIL(
            Kind.TEXT, "total", "which statuses a commit gets: total, or project for those of each project as well"),

    BIND(Kind.TEXT, "0.0.0.0", "the address to listen at"),
    PORT(Kind.NUMBER, "4141", "the port to listen at; 0 takes a free one"),
    URL(Kind.TEXT, "", "the address that people reach us at; by default http://localhost and the port"),
    DATA_DIR(Kind.PATH, "~/.tidelock", "where the store, mirrors and working trees are kept"),
    WEB_TOKEN(Kind.SECRET, "", "opens the pages to whoever has it; without it they are for loopback only"),
    WEB_TOKEN_FILE(Kind.PATH, "", "a file with that token"),
    WEB_BASIC_AUTH(Kind.TRUTH, "false", "open the pages to whoever knows the user name and the password"),
    WEB_USERNAME(Kind.TEXT, "atlantis", "that user name"),
    WEB_PASSWORD(Kind.SECRET, "", "that password, which there must be"),
    WEB_PASSWORD_FILE(Kind.PATH, "", "a file with that password"),
    SSL_CERT_FILE(Kind.PATH, "", "the certificate to serve https with, as PEM, those above it behind it"),
    SSL_KEY_FILE(Kind.PATH, "", "its private key, as PEM"),
    VCS_STATUS_NAME(Kind.TEXT, "tidelock", "the first part of the names of our commit statuses"),
    LOG_LEVEL(Kind.TEXT, "info", "debug, info, warn or error"),
    SWEEP_INTERVAL(
            Kind.DURATION,
            "60s",
            "how often the repositories are compared with the host, for what no webhook told; 0 for never"),
    WORKER(Kind.TRUTH, "true", "false accepts work and does none: for tests and emergencies"),

    RUN_ENV(Kind.LIST, "", "variables of ours that runs may see, like AWS_*"),
    RUN_HOME(Kind.PATH, "", "the home directory that runs see"),
    PARALLEL_RUNS(Kind.NUMBER, "", "runs at a time; by default one for each processor, at least 2"),
    PARALLEL_PLAN(
            Kind.TRUTH, "true", "plan the projects of one pull request side by side; its repository's file may differ"),
    PARALLEL_APPLY(Kind.TRUTH, "true", "apply them side by side; the same"),
    APPLY_ON(Kind.TEXT, "both", "what applies plans: comment, merge, both or never"),
    PLAN_DEADLINE(Kind.DURATION, "1h", "how long a plan may take"),
    APPLY_DEADLINE(Kind.DURATION, "", "how long an apply may take; by default as long as it needs"),
    TERRAFORM_BINARY(Kind.PATH, "", "the terraform to run; by default the first on the PATH"),

    DEFAULT_TF_DISTRIBUTION(Kind.TEXT, "terraform", "what runs where nobody says otherwise: terraform or opentofu"),
    DEFAULT_TF_VERSION(
            Kind.TEXT, "", "the version that runs where nobody says otherwise; by default what is on the PATH"),
    TF_DOWNLOAD(Kind.TRUTH, "true", "download versions that are asked for and not there"),
    TF_DOWNLOAD_URL(Kind.TEXT, "https://releases.hashicorp.com", "where versions of terraform are downloaded from"),
    USE_TF_PLUGIN_CACHE(Kind.TRUTH, "true", "download a provider once for all projects whose lock file names it"),

    ENCRYPTION_KEY(Kind.SECRET, "", "the key that plans and states are stored with"),
    ENCRYPTION_KEY_FILE(
            Kind.PATH, "", "a file with that key; by default one in the data directory, made on the first start"),

    CA_FILE(Kind.PATH, "", "certificates to trust as well; SSL_CERT_FILE works too");

    /** How a value looks in a file. */
    public enum Form {
        TEXT,
        NUMBER,
        TRUTH,
        /** A list, or a text with commas. */
        LIST
    }

    enum Kind {
        TEXT,
        SECRET,
        PATH,
        NUMBER,
        TRUTH,
        /** Separated by commas. */
        LIST,
        DURATION
    }

    private final Kind kind;
    private final String fallback;
    private final String purpose;

    Setting(Kind kind, String fallback, String purpose) {
        this.kind = kind;
        this.fallback = fallback;
        this.purpose = purpose;
    }

    Kind kind() {
        return kind;
    }

    public Form form() {
        return switch (kind) {
            case TEXT, SECRET, PATH, DURATION -> Form.TEXT;
            case NUMBER -> Form.NUMBER;
            case TRUTH -> Form.TRUTH;
            case LIST -> Form.LIST;
        };
    }

    /** What holds when nobody says otherwise; empty when there is nothing, or when it depends. */
    public String fallback() {
        return fallback;
    }

    public String purpose() {
        return purpose;
    }

    /** As a flag without the dashes, and as a key of the file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As a variable. */
    public String variable() {
        return "TIDELOCK_" + name();
    }

    boolean isSecret() {
        return kind == Kind.SECRET;
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
