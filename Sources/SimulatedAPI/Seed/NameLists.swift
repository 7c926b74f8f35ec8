extension NameList {
  /// Latin names come first and are the most; the other scripts share the rest.
  static let all: [NameList] = [
    NameList(
      given: parts(
        """
        Dana Ana Kenji Miguel Ingrid Oluwaseun Fatima Björn/bjorn Zoë/zoe Łukasz/lukasz \
        José/jose Åsa/asa Nguyễn/nguyen François/francois Chloé/chloe Mariana Tomáš/tomas \
        Gülşen/gulsen Siân/sian Ngozi Émilie/emilie Jürgen/jurgen Søren/soren Iñigo/inigo \
        Ştefan/stefan Priya Ravi Mei Aoife Wojciech Zuzana Ilse Ömer/omer Thảo/thao Liam Noor \
        Amara Mateo
        """
      ),
      family: parts(
        """
        Reyes Souza Watanabe Hernández/hernandez Lindqvist Adeyemi Okafor Müller/muller \
        Dvořák/dvorak Kowalczyk D’Angelo/dangelo O’Brien/obrien Gonçalves/goncalves Øster/oster \
        Yılmaz/yilmaz Trần/tran Park Smith-Jones Petrović/petrovic Horváth/horvath Guðmundsdóttir/gudmundsdottir \
        Nowak Íñiguez/iniguez Bērziņš/berzins van_der_Berg/vanderberg Lefèvre/lefevre Weiß/weiss \
        Silva Chaudhary Žižek/zizek Ferreira Jørgensen/jorgensen Ó_Súilleabháin/osuilleabhain \
        Pham Rossi Novák/novak
        """
      ),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts(
        "Ольга/olga Дмитрий/dmitry Наталья/natalya Юрий/yuri Оксана/oksana Ђорђе/djordje"
      ),
      family: parts(
        "Иванова/ivanova Соколов/sokolov Шевченко/shevchenko Кузнецова/kuznetsova Јовановић/jovanovic Щукин/shchukin"
      ),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("Ελένη/eleni Γιώργος/giorgos Κατερίνα/katerina Νίκος/nikos"),
      family: parts(
        "Παπαδοπούλου/papadopoulou Οικονόμου/oikonomou Νικολάου/nikolaou Βλάχος/vlachos"
      ),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("ليلى/layla محمد/mohammed يوسف/youssef مريم/maryam عبدالله/abdullah"),
      family: parts("الحسيني/alhusseini حداد/haddad النجار/alnajjar منصور/mansour"),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("נועה/noa דוד/david תמר/tamar איתי/itai"),
      family: parts("כהן/cohen לוי/levi מזרחי/mizrahi פרידמן/friedman"),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("प्रिया/priya.k अर्जुन/arjun दीक्षा/deeksha श्रीकांत/shrikant"),
      family: parts("शर्मा/sharma पटेल/patel कुलकर्णी/kulkarni चतुर्वेदी/chaturvedi"),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("สมชาย/somchai พิมพ์ชนก/pimchanok กิตติ/kitti น้ำฝน/namfon"),
      family: parts("ใจดี/jaidee ศรีสุข/srisuk วงศ์ทอง/wongthong"),
      join: { $0 + " " + $1 }
    ),
    NameList(
      given: parts("小龙/xiaolong 雅婷/yating 伟/wei 思远/siyuan 静怡/jingyi"),
      family: parts("李/li 王/wang 欧阳/ouyang 陈/chen"),
      join: { $1 + " " + $0 }
    ),
    NameList(
      given: parts("さくら/sakura 健太/kenta 陽子/yoko ユキ/yuki"),
      family: parts("佐藤/sato 渡辺/watanabe.t 髙橋/takahashi 長谷川/hasegawa"),
      join: { $1 + " " + $0 }
    ),
    NameList(
      given: parts("민준/minjun 서연/seoyeon 지우/jiwoo 하은/haeun"),
      family: parts("김/kim 박/bak 최/choi 남궁/namgung"),
      join: { $1 + $0 }
    ),
  ]
}
