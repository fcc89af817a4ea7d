"""The tables that pages show are made from what the engine reads: keywords, units, codes of faults."""




PHASES = {"S": ("Text", "Văn bản"), "N": ("Names", "Tên"), "T": ("Types", "Kiểu"), "R": ("Rules", "Quy tắc"), "D": ("Data", "Số liệu"),
          "P": ("Programmes and results", "Lộ trình và kết quả")}
