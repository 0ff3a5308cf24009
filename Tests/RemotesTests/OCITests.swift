import Remotes
