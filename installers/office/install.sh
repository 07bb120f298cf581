#!/bin/sh
# Installs head office's web processes on a Debian server: user, program, service units, nginx. As root, again and again.
#   install.sh CHECKOUT            a checkout of pos-app; its locked packages are installed by hash
# Changes no file under /etc/pos-app-office that is there already. PostgreSQL is the matter of postgresql/*.sh.
set -eu

checkout=$(CDPATH='' cd -- "${1:?"install.sh CHECKOUT"}" && pwd)
here=$checkout/installers/office
library=/usr/local/lib/pos-app-office

[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nginx-light python3-venv curl >/dev/null

getent passwd pos-app-office >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /var/lib/pos-app-office --shell /usr/sbin/nologin \
        pos-app-office
usermod --append --groups pos-app-office www-data    # nginx enters the folder of the sockets
install -d -m 0700 -o pos-app-office -g pos-app-office /var/lib/pos-app-office
install -d -m 0755 /etc/pos-app-office "$library"

[ -x /opt/pos-app/bin/python ] || python3 -m venv /opt/pos-app
/opt/pos-app/bin/python -m pip install --quiet --no-deps --require-hashes --requirement "$checkout/requirements.lock"
/opt/pos-app/bin/python -m babel.messages.frontend --quiet compile --domain pos_app \
    --directory "$checkout/resources/locale"
/opt/pos-app/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index --force-reinstall "$checkout"

cp -R "$here/." "$library"
[ -e /etc/pos-app-office/office.env ] || install -m 0640 -g pos-app-office "$here/office.env" /etc/pos-app-office/
install -m 0644 "$here"/*.service "$here"/*.timer /etc/systemd/system/
install -m 0644 "$here/nginx.conf" /etc/nginx/conf.d/pos-app-office.conf

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl enable pos-app-office@1.service pos-app-office@2.service pos-app-office-renew.timer
fi
echo "Installed. Now set ADDRESS and DATABASE_URL in /etc/pos-app-office/office.env, and start it (README.md)."
