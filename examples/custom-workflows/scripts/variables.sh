#!/bin/sh
# Prints NAME=value,NAME2=value2 for the steps that follow.
printf 'TF_VAR_region=eu-central-1,TF_VAR_owner="%s"' "$PULL_AUTHOR"
