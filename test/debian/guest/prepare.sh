# Makes a machine for the lab of a fresh root, inside it. What only costs time under emulation is left out.
set -e
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
	getty.target; do
	ln -sf /dev/null "/etc/systemd/system/$unit"
done
mkdir -p /etc/systemd/system/multi-user.target.wants
ln -s ../lab.service /etc/systemd/system/multi-user.target.wants/lab.service
echo '/dev/vda / ext4 errors=remount-ro 0 1' >/etc/fstab
echo guest >/etc/hostname
echo nbd >/etc/modules-load.d/lab.conf
cat >/etc/modprobe.d/lab.conf <<'END'
options nbd nbds_max=3
options brd rd_nr=2
blacklist pcspkr
END
# dpkg calls sync(2) for every file, the guest's update-initramfs asks what hardware it has, and packs quickly.
echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/lab
echo 'COMPRESSLEVEL=1' >/etc/initramfs-tools/conf.d/lab
