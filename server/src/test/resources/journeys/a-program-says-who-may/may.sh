# as Atlantis calls it, after an argument of its own: COMMAND OWNER/REPOSITORY OWNER/TEAM...
shift
command="$1"
repository="$2"
shift 2
case "$command" in
plan) echo pass ;;
apply)
  if [ "$USER_NAME" != olga ]; then
    echo "$USER_NAME may not apply in $repository"
    echo fail
  elif [ "$REPO_REL_PATH" = network ]; then
    echo "network is frozen; a member of $# teams asked"
    echo fail
  else
    echo Pass
  fi
  ;;
*)
  echo "nobody may $command" >&2
  exit 3
  ;;
esac
