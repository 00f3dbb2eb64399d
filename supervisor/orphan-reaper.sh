# Reads "+ PID SIGNAL" and "- PID" from the supervisor. When the supervisor is gone, however it died, the input ends and
# every process group still on the list is stopped: first politely, five seconds later for good.
trap '' INT TERM HUP
list=''
while read -r sign pid signal; do
  case $sign in
  +) list="$list $pid:$signal" ;;
  -)
    kept=''
    for entry in $list; do [ "${entry%%:*}" = "$pid" ] || kept="$kept $entry"; done
    list=$kept
    ;;
  esac
done
[ -n "$list" ] || exit 0
for entry in $list; do kill -s "${entry##*:}" -- "-${entry%%:*}" 2>/dev/null; done
sleep 5
for entry in $list; do kill -s KILL -- "-${entry%%:*}" 2>/dev/null; done
