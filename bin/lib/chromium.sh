# Chromium with Chinese fonts, for the end-to-end tests only.
# shellcheck shell=bash

need_chromium() {
  if [[ -n ${KEFU_CHROMIUM:-} ]]; then
    [[ -x $KEFU_CHROMIUM ]] || die "KEFU_CHROMIUM names $KEFU_CHROMIUM, which is no program"
  else
    need_packages Chromium chromium fonts-noto-cjk
    KEFU_CHROMIUM=$(command -v chromium)
  fi
  export KEFU_CHROMIUM
}
