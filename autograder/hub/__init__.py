"""JupyterHub for courses on one machine: what `gradlab hub` sets up, see docs/jupyterhub.md."""
