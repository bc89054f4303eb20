"""What to do about each setting, told with whatever is wrong about it."""

from __future__ import annotations

WHAT_TO_DO = {
    "CHATDESK_DATABASE_URL": "set it to sqlite:///chatdesk.db or postgresql://user:password@host/name",
    "CHATDESK_POLICIES": "set it to a folder of policy files, or leave it out for those that come with chatdesk",
    "CHATDESK_DIRECTORY": (
        "set it to the path of your directory.yml (chatdesk/demo/directory.yml is an example), or leave it out and "
        "write to chatdesk in a direct message"
    ),
    "CHATDESK_ADMINS": "list accounts as slack:U0123ABCD or teams:<object id>, with commas, or leave it out",
    "CHATDESK_SHADOW_CHANNEL": (
        "set it to the one channel of your own that chatdesk may post in, slack:C0123ABCD or "
        "teams:19:…@thread.tacv2, or leave it out"
    ),
    "CHATDESK_HOST": "set it to the address to listen on, for example 127.0.0.1",
    "CHATDESK_PORT": "set it to a free port between 1 and 65535, for example 8080",
    "CHATDESK_SMTP_URL": "set it to smtp://user:password@host:587 or smtps://user:password@host:465",
    "CHATDESK_SMTP_FROM": "set it to the address that mails are from, for example chatdesk@example.com",
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token (xoxb-…) from your Slack app's page OAuth & Permissions",
    "SLACK_SIGNING_SECRET": (
        "copy the Signing Secret from your Slack app's page Basic Information, or for Socket Mode set SLACK_APP_TOKEN "
        "(an app-level token, xapp-…) instead"
    ),
    "SLACK_APP_TOKEN": (
        "copy an app-level token (xapp-…, scope connections:write) from Basic Information, or leave it out for HTTP"
    ),
    "CHATDESK_SLACK_API_URL": "leave it out for Slack itself, or set an http(s) address that ends in /",
    "MICROSOFT_APP_ID": "copy the Microsoft App ID from your Azure Bot's page Configuration",
    "MICROSOFT_APP_PASSWORD": (
        "set it to a client secret's value, or set MICROSOFT_APP_CERTIFICATE and MICROSOFT_APP_CERTIFICATE_KEY, "
        "or MICROSOFT_APP_MANAGED_IDENTITY=yes"
    ),
    "MICROSOFT_APP_CERTIFICATE": "set it to the path of a PEM file with the certificate",
    "MICROSOFT_APP_CERTIFICATE_KEY": "set it to the path of a PEM file with the certificate's private key",
    "MICROSOFT_APP_MANAGED_IDENTITY": "set it to yes, or leave it out",
    "MICROSOFT_APP_TENANT_ID": "copy the App Tenant ID from your Azure Bot's page Configuration",
    "CHATDESK_TEAMS_TENANTS": "list the tenant ids of customers that use chatdesk in Teams of their own, with commas",
    "CHATDESK_TEAMS_ISSUERS": "leave it out, or list issuers of single tenants, https://sts.windows.net/<tenant id>/",
}
