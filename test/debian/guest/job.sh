# The functions that the file `steps` names, one a line; what each prints is in the file of its name among the results.
results=/run/job/results
for script in look modules packages; do
	. /run/job/$script.sh
done
for step in $(cat /run/job/steps); do
	echo "lab: $step, $(cut -d' ' -f1 /proc/uptime) s after the start"
	"$step" >"$results/$step" 2>&1 </dev/null
	echo "status $?" >>"$results/$step"
done
cut -d' ' -f1 /proc/uptime >"$results/finished"
